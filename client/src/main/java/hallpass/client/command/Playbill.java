package hallpass.client.command;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.credential.CacheProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The acts of a demonstration: announces each, and keeps how it went. Within a part, nothing follows an act that failed. */
final class Playbill {
    private final Consumer<String> narrator;
    private final List<Played> played = new ArrayList<>();

    /** @param failure why it failed, if it did */
    record Played(String title, Optional<Failure> failure) {}

    Playbill(Consumer<String> narrator) {
        this.narrator = narrator;
    }

    interface Act<T> {
        T play() throws Failure, CacheProblem;
    }

    interface Pause {
        void take() throws Failure;
    }

    interface Part {
        void play() throws Failed;
    }

    /** An act of this part failed; it is in the list already. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    void part(Part part) {
        try {
            part.play();
        } catch (Failed e) {
            narrator.accept("The rest of this part is left out.");
        }
    }

    <T> T act(String title, Act<T> act) throws Failed {
        narrator.accept("");
        narrator.accept("=== " + (played.size() + 1) + ". " + title);
        try {
            T outcome = act.play();
            played.add(new Played(title, Optional.empty()));
            return outcome;
        } catch (Failure failure) {
            throw failed(title, failure);
        } catch (CacheProblem problem) {
            throw failed(title, new Failure(ExitCode.REALM, problem.sentence()));
        }
    }

    /** Something that is no act, and may fail all the same. */
    void pause(Pause pause) throws Failed {
        try {
            pause.take();
        } catch (Failure failure) {
            throw failed("the intermission", failure);
        }
    }

    private Failed failed(String title, Failure failure) {
        played.add(new Played(title, Optional.of(failure)));
        narrator.accept("Failed: " + failure.sentence());
        return new Failed();
    }

    List<Played> played() {
        return List.copyOf(played);
    }

    /** That of the first act that failed. */
    ExitCode exit() {
        return played.stream()
                .flatMap(act -> act.failure().stream())
                .map(Failure::exit)
                .findFirst()
                .orElse(ExitCode.OK);
    }
}
