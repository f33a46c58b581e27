using Kraken.Execution.Native;
using Kraken.Fields;

namespace Kraken.Execution.Classes;

/// <summary>Finds runnable classes by class hash. Class hashes name their content, so a source may keep classes of any block.</summary>
public interface IClassSource
{
    /// <summary>The class, or null when the source has none.</summary>
    RunnableClass? Find(in Felt classHash);

    /// <summary>The native code of classes; null where all runs are the virtual machine's.</summary>
    NativeClasses? Natives => null;
}
