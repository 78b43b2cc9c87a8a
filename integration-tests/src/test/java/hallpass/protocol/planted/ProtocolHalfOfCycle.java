package hallpass.protocol.planted;

import hallpass.trace.planted.TraceHalfOfCycle;
import java.util.List;

/** A fault on purpose: knows a package that knows this one. */
public record ProtocolHalfOfCycle(List<TraceHalfOfCycle> others) {}
