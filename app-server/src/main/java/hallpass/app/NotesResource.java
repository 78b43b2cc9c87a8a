package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import java.time.Instant;

/**
 * The resource {@code notes}: {@code notes list}, {@code notes put NAME TEXT},
 * {@code notes get NAME}, {@code notes remove NAME}. Each client has its own notes.
 */
final class NotesResource {
    private final NoteRepository notes;

    NotesResource(NoteRepository notes) {
        this.notes = notes;
    }

    String serve(PrincipalName client, String arguments, Instant now) throws Refusal {
        RequestWords words = RequestWords.of(arguments);
        RequestWords note = RequestWords.of(words.rest());
        return switch (words.first()) {
            case "", "list" -> list(client, words.rest());
            case "put" -> put(client, note, now);
            case "get" -> get(client, words.rest());
            case "remove" -> remove(client, words.rest());
            default -> throw badArguments("unknown command");
        };
    }

    private String list(PrincipalName client, String rest) throws Refusal {
        if (!rest.isEmpty()) {
            throw badArguments("list with arguments");
        }
        return String.join("\n", notes.names(client));
    }

    private String put(PrincipalName client, RequestWords note, Instant now) throws Refusal {
        if (note.first().isEmpty() || note.rest().isEmpty()) {
            throw badArguments("put without a name or a text");
        }
        // The list has one name per line.
        if (note.first().chars().anyMatch(Character::isISOControl)) {
            throw badArguments("a name with control characters");
        }
        notes.put(client, note.first(), note.rest(), now);
        return "kept as " + note.first();
    }

    private String get(PrincipalName client, String name) throws Refusal {
        return notes.find(client, name).orElseThrow(NotesResource::noSuchNote);
    }

    private String remove(PrincipalName client, String name) throws Refusal {
        if (!notes.remove(client, name)) {
            throw noSuchNote();
        }
        return "removed " + name;
    }

    private static Refusal noSuchNote() {
        return new Refusal(ErrorCode.HP_ERR_NO_SUCH_NOTE, "there is no such note");
    }

    private static Refusal badArguments(String problem) {
        return new Refusal(ErrorCode.HP_ERR_BAD_ARGUMENTS, "notes takes list, put, get or remove: " + problem);
    }
}
