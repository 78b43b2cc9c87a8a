package hallpass.integration.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory usage of a JVM.
 *
 * @param heapKib used heap after a garbage collection
 * @param residentKib resident set size; 0 if unknown
 */
record JvmMemory(long heapKib, long residentKib) {
    private static final Pattern GENERATION = Pattern.compile(
            "^\\s*(?:def new generation|tenured generation|DefNew|Tenured)\\s+total.*?used (\\d+)K", Pattern.MULTILINE);
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** Measures a JVM with the serial collector. */
    static JvmMemory of(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        Matcher generations = GENERATION.matcher(jcmd(pid, "GC.heap_info"));
        long heap = 0;
        while (generations.find()) {
            heap += Long.parseLong(generations.group(1));
        }
        assertThat(heap).as("used heap in the output of jcmd").isPositive();
        return new JvmMemory(heap, resident(pid));
    }

    private static long resident(long pid) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        Matcher resident = RESIDENT.matcher(Files.readString(status));
        return resident.find() ? Long.parseLong(resident.group(1)) : 0;
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(tool.toString(), String.valueOf(pid), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Override
    public String toString() {
        return "%.1f MiB heap, %d MiB resident".formatted(heapKib / 1024.0, residentKib / 1024);
    }
}
