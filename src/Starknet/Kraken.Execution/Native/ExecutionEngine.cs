namespace Kraken.Execution.Native;

/// <summary>What runs the entry points of contracts. All engines give the same results.</summary>
public enum ExecutionEngine
{
    /// <summary>The virtual machine.</summary>
    Vm,

    /// <summary>Machine code where a class has it by now, the virtual machine elsewhere.</summary>
    Native,

    /// <summary>Each transaction and call runs on both, which must agree.</summary>
    Both,
}
