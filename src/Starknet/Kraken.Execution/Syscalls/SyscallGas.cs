using Kraken.Execution.Calls;
using Kraken.Execution.Constants;

namespace Kraken.Execution.Syscalls;

/// <summary>Takes the gas of system calls.</summary>
internal static class SyscallGas
{
    /// <summary>
    /// Pays for a call, or answers it with a failure. The compiler has paid the base price before the call; the rest is due now.
    /// </summary>
    internal static bool TryPay(CallFrame frame, SyscallSelector selector, int felts, ref ulong gas, ISyscallWire wire)
    {
        GasCosts prices = frame.Context.Constants.Gas;
        ulong due = prices.Of(selector).Of(felts) - prices.SyscallBase;
        if (gas < due)
        {
            wire.Fail(gas, frame.Context.Constants.Failures.OutOfGas);
            return false;
        }

        gas -= due;
        frame.Context.RevertGas.Seen(frame.Tracked, gas);
        return true;
    }
}
