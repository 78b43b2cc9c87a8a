package hallpass.trace.violation;

import hallpass.protocol.violation.ProtocolDependsOnTrace;
import java.util.List;

/** Violates a rule: its package is part of a cycle. */
public record TraceDependsOnProtocol(List<ProtocolDependsOnTrace> others) {}
