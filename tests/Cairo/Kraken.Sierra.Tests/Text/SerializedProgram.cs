using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json;

namespace Kraken.Sierra.Tests.Text;

/// <summary>A program in the JSON form of the reference compiler's own tests, where every identity stands beside its name.</summary>
internal sealed class SerializedProgram
{
    private readonly JsonElement json;
    private readonly Dictionary<ulong, int> types;
    private readonly Dictionary<ulong, int> libfuncs;
    private readonly Dictionary<ulong, int> functions;

    private SerializedProgram(JsonElement json)
    {
        this.json = json;
        types = Index("type_declarations");
        libfuncs = Index("libfunc_declarations");
        functions = Index("funcs");
    }

    /// <summary>The names of the variables by their identity.</summary>
    public Dictionary<ulong, string> Variables { get; } = [];

    /// <summary>Reads the program of a table of the reference.</summary>
    public static SerializedProgram Load(string name)
    {
        using JsonDocument table = JsonDocument.Parse(File.ReadAllBytes(
            SharedData.PathOf($"cairo/cairo_misc/cairo-lang-sierra__test_data__{name}.json")));
        using JsonDocument program = JsonDocument.Parse(table.RootElement[0].GetProperty("pretty_json").GetString()!);
        return new SerializedProgram(program.RootElement.Clone());
    }

    /// <summary>The program as the library has it.</summary>
    public SierraProgram ToProgram()
    {
        TypeDeclaration[] typeList = [.. Items("type_declarations").Select(t => new TypeDeclaration(
            NameOf(t.GetProperty("id")), LongName(t), Args(t), null))];
        LibfuncDeclaration[] libfuncList = [.. Items("libfunc_declarations").Select(l => new LibfuncDeclaration(
            NameOf(l.GetProperty("id")), LongName(l), Args(l)))];
        Statement[] statements = [.. Items("statements").Select(ToStatement)];
        SierraFunction[] functionList = [.. Items("funcs").Select(f => new SierraFunction(
            NameOf(f.GetProperty("id")),
            [.. f.GetProperty("params").EnumerateArray()
                .Select(p => new Parameter(Variable(p.GetProperty("id")), TypeOf(p.GetProperty("ty"))))],
            [.. f.GetProperty("signature").GetProperty("ret_types").EnumerateArray().Select(TypeOf)],
            f.GetProperty("entry_point").GetInt32()))];
        return new SierraProgram(typeList, libfuncList, statements, functionList) { VariableNames = Variables };
    }

    private static string NameOf(JsonElement id) => id.GetProperty("debug_name").GetString()!;

    private static ulong IdOf(JsonElement id) => id.GetProperty("id").GetUInt64();

    private static string LongName(JsonElement declaration) => declaration.GetProperty("long_id").GetProperty("generic_id").GetString()!;

    private static BigInteger Number(JsonElement signAndDigits)
    {
        BigInteger value = 0;
        foreach (JsonElement digit in signAndDigits[1].EnumerateArray().Reverse())
        {
            value = (value << 32) + digit.GetUInt32();
        }

        return value * signAndDigits[0].GetInt32();
    }

    private Dictionary<ulong, int> Index(string list) =>
        Items(list).Index().ToDictionary(item => IdOf(item.Item.GetProperty("id")), item => item.Index);

    private IEnumerable<JsonElement> Items(string list) => json.GetProperty(list).EnumerateArray();

    private int TypeOf(JsonElement id) => types[IdOf(id)];

    private ulong Variable(JsonElement id)
    {
        if (id.GetProperty("debug_name").GetString() is { } name)
        {
            Variables[IdOf(id)] = name;
        }

        return IdOf(id);
    }

    private ulong[] VariableList(JsonElement list) => [.. list.EnumerateArray().Select(Variable)];

    private List<GenericArg> Args(JsonElement declaration) =>
    [
        .. declaration.GetProperty("long_id").GetProperty("generic_args").EnumerateArray().Select(arg =>
        {
            JsonProperty kind = arg.EnumerateObject().Single();
            return kind.Name switch
            {
                "Type" => GenericArg.Type(TypeOf(kind.Value)),
                "Value" => GenericArg.Integer(Number(kind.Value)),
                "UserFunc" => GenericArg.UserFunc(functions[IdOf(kind.Value)]),
                "Libfunc" => GenericArg.Libfunc(libfuncs[IdOf(kind.Value)]),
                _ => throw new NotSupportedException(kind.Name),
            };
        }),
    ];

    private Statement ToStatement(JsonElement statement)
    {
        if (statement.TryGetProperty("Return", out JsonElement returned))
        {
            return Statement.Return(VariableList(returned));
        }

        JsonElement invocation = statement.GetProperty("Invocation");
        StatementBranch[] branches = [.. invocation.GetProperty("branches").EnumerateArray().Select(branch => new StatementBranch(
            branch.GetProperty("target") is { ValueKind: JsonValueKind.Object } target
                ? target.GetProperty("Statement").GetInt32()
                : StatementBranch.Fallthrough,
            VariableList(branch.GetProperty("results"))))];
        return Statement.Invoke(libfuncs[IdOf(invocation.GetProperty("libfunc_id"))], VariableList(invocation.GetProperty("args")),
            branches);
    }
}
