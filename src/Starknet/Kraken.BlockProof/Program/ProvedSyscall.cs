using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;

namespace Kraken.BlockProof.Program;

/// <summary>A system call as a proof's output states it.</summary>
/// <param name="Gas">The gas before the call.</param>
/// <param name="GasLeft">The gas after it, as the answer says.</param>
/// <param name="Failure">0 when the call succeeded.</param>
public abstract record ProvedSyscall(Felt Gas, Felt GasLeft, Felt Failure)
{
    /// <summary>The value that a storage cell had at this place of the run.</summary>
    public sealed record StorageRead(Felt Gas, Felt Domain, Felt Key, Felt Value, Felt GasLeft, Felt Failure)
        : ProvedSyscall(Gas, GasLeft, Failure);

    /// <summary>The value that a storage cell was given.</summary>
    public sealed record StorageWrite(Felt Gas, Felt Domain, Felt Key, Felt Value, Felt GasLeft, Felt Failure)
        : ProvedSyscall(Gas, GasLeft, Failure);

    /// <summary>An event, as the receipt must have it.</summary>
    public sealed record EmitEvent(
        Felt Gas,
        ImmutableArray<Felt> Keys,
        ImmutableArray<Felt> Data,
        Felt GasLeft,
        Felt Failure) : ProvedSyscall(Gas, GasLeft, Failure)
    {
        /// <inheritdoc/>
        public bool Equals(EmitEvent? other) =>
            other is not null && base.Equals(other) && Keys.SequenceEqual(other.Keys) && Data.SequenceEqual(other.Data);

        /// <inheritdoc/>
        public override int GetHashCode() => base.GetHashCode();
    }
}
