package hallpass.cli.client;

import hallpass.client.ClientException;
import hallpass.client.ExitCode;
import hallpass.client.credential.CredentialCacheException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The acts of a demonstration: announces each, and keeps how it went. Within a part, nothing follows an act that failed. */
final class DemoSteps {
    private final Consumer<String> output;
    private final List<StepResult> results = new ArrayList<>();

    /** @param failure why it failed, if it did */
    record StepResult(String title, Optional<ClientException> failure) {}

    DemoSteps(Consumer<String> output) {
        this.output = output;
    }

    interface Step<T> {
        T run() throws ClientException, CredentialCacheException;
    }

    interface PauseAction {
        void run() throws ClientException;
    }

    interface Section {
        void run() throws StepFailedException;
    }

    /** An act of this part failed; it is in the list already. */
    static final class StepFailedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    void runSection(Section section) {
        try {
            section.run();
        } catch (StepFailedException e) {
            output.accept("The rest of this part is left out.");
        }
    }

    <T> T runStep(String title, Step<T> step) throws StepFailedException {
        output.accept("");
        output.accept("=== " + (results.size() + 1) + ". " + title);
        try {
            T outcome = step.run();
            results.add(new StepResult(title, Optional.empty()));
            return outcome;
        } catch (ClientException failure) {
            throw failed(title, failure);
        } catch (CredentialCacheException exception) {
            throw failed(title, new ClientException(ExitCode.LOCAL_FILES, exception.message()));
        }
    }

    /** Something that is no act, and may fail all the same. */
    void pause(PauseAction pause) throws StepFailedException {
        try {
            pause.run();
        } catch (ClientException failure) {
            throw failed("the intermission", failure);
        }
    }

    private StepFailedException failed(String title, ClientException failure) {
        results.add(new StepResult(title, Optional.of(failure)));
        output.accept("Failed: " + failure.message());
        return new StepFailedException();
    }

    List<StepResult> results() {
        return List.copyOf(results);
    }

    /** That of the first act that failed. */
    ExitCode exit() {
        return results.stream()
                .flatMap(step -> step.failure().stream())
                .map(ClientException::exit)
                .findFirst()
                .orElse(ExitCode.OK);
    }
}
