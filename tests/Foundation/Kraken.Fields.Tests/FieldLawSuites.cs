using FsCheck;
using FsCheck.Fluent;

namespace Kraken.Fields.Tests;

/// <summary>The field laws for M31.</summary>
public sealed class M31Laws : FieldLaws<M31>
{
    protected override Gen<M31> Elements => FieldGenerators.M31;
}

/// <summary>The field laws for CM31.</summary>
public sealed class CM31Laws : FieldLaws<CM31>
{
    protected override Gen<CM31> Elements => FieldGenerators.M31.Two().Select(p => new CM31(p.Item1, p.Item2));
}

/// <summary>The field laws for QM31.</summary>
public sealed class QM31Laws : FieldLaws<QM31>
{
    protected override Gen<QM31> Elements => FieldGenerators.M31.Four().Select(q => new QM31(q.Item1, q.Item2, q.Item3, q.Item4));
}

/// <summary>The field laws for the Stark field.</summary>
public sealed class FeltLaws : FieldLaws<Felt>
{
    protected override Gen<Felt> Elements => FieldGenerators.Felt;
}
