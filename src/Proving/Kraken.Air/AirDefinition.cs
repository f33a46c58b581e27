namespace Kraken.Air;

/// <summary>A component as its author writes it: one definition, from which constraints, lookups and witness are derived.</summary>
public abstract class AirDefinition
{
    /// <summary>The component's name, as in claims.</summary>
    public abstract string Name { get; }

    /// <summary>How rows are padded; decides column 0 and the numerators of uses.</summary>
    public abstract RowPadding Padding { get; }

    /// <summary>The log size of a fixed table; null where the claim gives it.</summary>
    public virtual int? FixedLogSize => null;

    /// <summary>Describes the component. Called once, by <see cref="AirRecording.Of"/>.</summary>
    /// <param name="builder">Records what the definition says.</param>
    public abstract void Define(AirBuilder builder);
}
