package hallpass.integration.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.List;

/** The layers of the packages. A package may depend only on packages of earlier layers. */
final class Layers {
    private static final List<List<String>> LAYERS = List.of(
            List.of("wire"),
            List.of("crypto"),
            List.of("message"),
            List.of("trace"),
            List.of("protocol"),
            List.of("pki"),
            List.of("net", "config"),
            List.of("console"),
            List.of("audit", "adversary"),
            List.of("store", "runtime"),
            List.of("provisioning", "process"),
            List.of("as", "tgs", "app", "ca", "client"),
            List.of("testkit"),
            List.of("attack"),
            List.of("cli"));

    private Layers() {}

    /** The first part of a package name after {@code hallpass.}. */
    static String layerOf(JavaClass type) {
        String inside = type.getPackageName().substring("hallpass.".length());
        int dot = inside.indexOf('.');
        return dot < 0 ? inside : inside.substring(0, dot);
    }

    static ArchRule rule() {
        LayeredArchitecture layers = Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("hallpass..")
                // A test fixture has one package only. A package in no layer is reported below.
                .withOptionalLayers(true)
                .ensureAllClassesAreContainedInArchitecture();
        for (String name : LAYERS.stream().flatMap(List::stream).toList()) {
            layers = layers.layer(name).definedBy("hallpass." + name + "..");
        }
        List<String> before = new ArrayList<>();
        for (List<String> row : LAYERS) {
            for (String name : row) {
                layers = before.isEmpty()
                        ? layers.whereLayer(name).mayNotAccessAnyLayer()
                        : layers.whereLayer(name).mayOnlyAccessLayers(before.toArray(String[]::new));
            }
            before.addAll(row);
        }
        return layers.as("a package depends only on packages of earlier layers");
    }
}
