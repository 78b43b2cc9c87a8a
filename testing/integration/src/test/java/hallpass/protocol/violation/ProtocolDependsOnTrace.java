package hallpass.protocol.violation;

import hallpass.trace.violation.TraceDependsOnProtocol;
import java.util.List;

/** Violates a rule: its package is part of a cycle. */
public record ProtocolDependsOnTrace(List<TraceDependsOnProtocol> others) {}
