namespace Kraken.Cairo.Vm.Execution;

/// <summary>
/// Runs the hints of the program in segment 0, or of code that was loaded into another segment (<see cref="VirtualMachine.LoadHints"/>).
/// The machine knows nothing of hints but this interface. Implementations throw <see cref="Errors.HintException"/> or
/// <see cref="Errors.VmException"/> to stop the run.
/// </summary>
public interface IHintProcessor
{
    /// <summary>Whether the instruction at an offset of its segment carries hints. The answer must not change during a run.</summary>
    bool HasHints(long offset);

    /// <summary>Runs the hints of the instruction at pc, before it is executed.</summary>
    /// <param name="machine">The machine, with pc, ap and fp of the instruction; its CurrentHint is set to the hint at work.</param>
    void Execute(VirtualMachine machine);

    /// <summary>Called after the run's last step; throws if the hints' own state does not allow the end.</summary>
    void Finish()
    {
    }
}
