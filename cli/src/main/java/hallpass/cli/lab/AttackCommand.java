package hallpass.cli.lab;

import hallpass.cli.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass attack}, which only holds those below it. */
@Command(name = "attack", description = "Break a throw-away realm, and see which guard stops it.")
public final class AttackCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
