package hallpass.trace.planted;

import hallpass.protocol.planted.ProtocolHalfOfCycle;
import java.util.List;

/** A fault on purpose: knows a package that knows this one. */
public record TraceHalfOfCycle(List<ProtocolHalfOfCycle> others) {}
