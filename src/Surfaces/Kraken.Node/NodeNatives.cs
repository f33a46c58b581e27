using System.IO;
using System.Threading.Tasks;
using Kraken.Execution.Native;
using Kraken.State.Store;
using Microsoft.Extensions.Logging;

namespace Kraken.Node;

/// <summary>The native code of a node's classes.</summary>
internal static class NodeNatives
{
    /// <summary>Opens it beside a store.</summary>
    /// <param name="folder">The node's folder.</param>
    /// <param name="store">The chain, whose classes are compiled.</param>
    /// <param name="execution">What runs contracts.</param>
    /// <param name="logger">Told of classes that fail.</param>
    /// <param name="differed">Fails when the two engines differ, which ends the node.</param>
    /// <returns>Null where contracts run on the virtual machine alone.</returns>
    internal static NativeClasses? Open(
        string folder, ChainStore store, ExecutionEngine execution, ILogger logger, TaskCompletionSource differed)
    {
        if (execution == ExecutionEngine.Vm)
        {
            return null;
        }

        NativeFolder stored = new(Path.Combine(folder, "native"));
        return new NativeClasses(hash => store.Sierra(hash), execution == ExecutionEngine.Both, stored)
        {
            Failed = (classHash, failure) => logger.LogWarning(failure, "native code of class {ClassHash}", classHash),
            Differed = difference =>
            {
                logger.LogCritical(difference, "the node stops");
                differed.TrySetException(difference);
            },
        };
    }
}
