using System.IO;

namespace Kraken.Cairo.Vm.Pies;

/// <summary>The files of a PIE, unpacked or to be unpacked.</summary>
/// <param name="Version">version.json; null in PIEs of version 1.0.</param>
/// <param name="Metadata">metadata.json: program and segments.</param>
/// <param name="Memory">memory.bin: per cell its address in 8 and its value in 32 bytes, little-endian.</param>
/// <param name="AdditionalData">additional_data.json.</param>
/// <param name="ExecutionResources">execution_resources.json.</param>
public sealed record CairoPieFiles(
    byte[]? Version, byte[] Metadata, Stream Memory, byte[] AdditionalData, byte[] ExecutionResources);
