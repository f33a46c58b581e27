using System.Collections.Generic;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Prover.Input;

/// <summary>
/// A finished run in the form that the prover takes: steps by opcode, memory by value, public addresses, builtin segments.
/// </summary>
public sealed record ProverInput
{
    /// <summary>The registers before the first step.</summary>
    public required PublicState InitialState { get; init; }

    /// <summary>The registers at the final jump, which is not a step of the trace.</summary>
    public required PublicState FinalState { get; init; }

    /// <summary>The steps of each opcode component, by its name.</summary>
    public required IReadOnlyDictionary<string, CasmStates> StatesByOpcode { get; init; }

    /// <summary>The relocated memory.</summary>
    public required ProverMemory Memory { get; init; }

    /// <summary>The addresses of the public memory, each as often as it is public.</summary>
    public required IReadOnlyList<uint> PublicAddresses { get; init; }

    /// <summary>First address and address after the last used cell of each builtin segment that the run has.</summary>
    public required IReadOnlyDictionary<BuiltinName, (uint Begin, uint Stop)> Segments { get; init; }

    /// <summary>
    /// Whether the program takes each of the builtins, in the order of <see cref="BuiltinName"/>; empty where nobody says it, which
    /// stands for all.
    /// </summary>
    public IReadOnlyList<bool> PresentSegments { get; init; } = [];

    /// <summary>Whether a proof of the run leaves jumps unbound; see <see cref="ProofStatement.LeavesJumpsUnbound"/>.</summary>
    public bool LeavesJumpsUnbound =>
        StatesByOpcode.TryGetValue(ClaimLayout.Components[ClaimLayout.GenericOpcode].Name, out CasmStates? states) && states.Count > 0;

    /// <summary>The number of steps.</summary>
    public long Steps
    {
        get
        {
            long steps = 0;
            foreach (CasmStates states in StatesByOpcode.Values)
            {
                steps += states.Count;
            }

            return steps;
        }
    }
}
