// The loader honours the attribute by this name, wherever it stands.
namespace System.Runtime.CompilerServices;

/// <summary>Lets generated code use what is internal in this assembly, so that its runtime is no public surface.</summary>
/// <param name="assemblyName">The assembly whose internals are open.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    /// <summary>The assembly whose internals are open.</summary>
    public string AssemblyName { get; } = assemblyName;
}
