using Kraken.Fields;

namespace Kraken.Execution.Classes;

/// <summary>What executing a declare needs of the declared class.</summary>
/// <param name="CompiledClassHash">The Blake compiled class hash of the class as this node compiles it.</param>
/// <param name="CodeSize">Its size in bytes as the protocol prices it: 32 per felt of Sierra program and bytecode, one per character of the ABI.</param>
public sealed record DeclaredClass(Felt CompiledClassHash, ulong CodeSize);
