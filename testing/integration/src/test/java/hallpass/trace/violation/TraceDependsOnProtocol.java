package hallpass.trace.violation;

import hallpass.protocol.violation.ProtocolDependsOnTrace;
import java.util.List;

/** A fault on purpose: knows a package that knows this one. */
public record TraceDependsOnProtocol(List<ProtocolDependsOnTrace> others) {}
