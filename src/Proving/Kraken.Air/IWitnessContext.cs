namespace Kraken.Air;

/// <summary>What hints may read besides their inputs. The AIR that defines the hints extends it (with a memory, for instance).</summary>
public interface IWitnessContext
{
}
