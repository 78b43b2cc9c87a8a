package hallpass.protocol.violation;

import hallpass.trace.violation.TraceDependsOnProtocol;
import java.util.List;

/** A fault on purpose: knows a package that knows this one. */
public record ProtocolDependsOnTrace(List<TraceDependsOnProtocol> others) {}
