package hallpass.cli.client;

import hallpass.cli.CommandException;
import hallpass.cli.ErrorTable;
import hallpass.cli.Explanation;
import hallpass.client.ClientException;
import hallpass.client.credential.CredentialCacheException;
import hallpass.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the steps of the demonstration and records their results. A failed step ends its section.
 */
final class DemoSteps {
    private final Consumer<String> output;
    private final List<StepResult> results = new ArrayList<>();

    /** @param failure the error, if the step failed */
    record StepResult(String title, Optional<Explanation> failure) {}

    DemoSteps(Consumer<String> output) {
        this.output = output;
    }

    interface Step<T> {
        T run() throws ClientException, CommandException, CredentialCacheException;
    }

    interface PauseAction {
        void run() throws CommandException;
    }

    interface Section {
        void run() throws StepFailedException;
    }

    /** A step failed; its result is recorded. */
    static final class StepFailedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    void runSection(Section section) {
        try {
            section.run();
        } catch (StepFailedException e) {
            output.accept("Skipped the rest of this part.");
        }
    }

    <T> T runStep(String title, Step<T> step) throws StepFailedException {
        output.accept("");
        output.accept("=== " + (results.size() + 1) + ". " + title);
        try {
            T outcome = step.run();
            results.add(new StepResult(title, Optional.empty()));
            return outcome;
        } catch (ClientException | CommandException | CredentialCacheException e) {
            throw failed(title, e);
        }
    }

    /** Runs an action that is not a step and may fail. */
    void pause(PauseAction pause) throws StepFailedException {
        try {
            pause.run();
        } catch (CommandException e) {
            throw failed("the pause", e);
        }
    }

    private StepFailedException failed(String title, Exception e) {
        Explanation failure = ErrorTable.explain(e);
        results.add(new StepResult(title, Optional.of(failure)));
        output.accept("Failed: " + failure.message());
        return new StepFailedException();
    }

    List<StepResult> results() {
        return List.copyOf(results);
    }

    /** The exit code of the first failed step. */
    ExitCode exit() {
        return results.stream()
                .flatMap(step -> step.failure().stream())
                .map(Explanation::exit)
                .findFirst()
                .orElse(ExitCode.OK);
    }
}
