using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Kraken.Cairo0.Expressions;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Preprocessing;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Output;

/// <summary>A program as the JSON that the virtual machines read, byte for byte that of the reference compiler.</summary>
internal sealed class ProgramJson
{
    /// <summary>The version of the language, and that another compiler wrote the file.</summary>
    public const string CompilerVersion = "0.14.0.1-kraken";

    private readonly CompiledProgram program;
    private readonly PythonJsonWriter json = new();

    private ProgramJson(CompiledProgram program) => this.program = program;

    /// <summary>The JSON of a program, with one line break at its end.</summary>
    /// <param name="debugFiles">Files whose text goes into the debug info, null for no debug info.</param>
    /// <exception cref="Diagnostics.CairoException">A comment stands within the value of a reference.</exception>
    public static string Write(CompiledProgram program, IReadOnlyDictionary<string, string>? debugFiles) =>
        new ProgramJson(program).Write(debugFiles);

    private string Write(IReadOnlyDictionary<string, string>? debugFiles)
    {
        json.BeginObject();
        List("attributes", program.Attributes, Attribute);
        json.Member("builtins", program.Builtins);
        json.Member("compiler_version", CompilerVersion);
        json.Member("data", program.Instructions.SelectMany(i => Words(i.Words)).Select(Hex));
        json.Key("debug_info");
        if (debugFiles is null)
        {
            json.Null();
        }
        else
        {
            new DebugJson(program, json, FlowState).Write(debugFiles);
        }

        Hints();
        json.Key("identifiers");
        json.BeginObject();
        foreach (var (name, definition) in program.Identifiers)
        {
            json.Key(name.Text);
            json.BeginObject();
            Identifier(definition);
            json.Member("type", definition.Kind.Text());
            if (definition is ConstDefinition constant)
            {
                json.Member("value", constant.Value);
            }

            json.EndObject();
        }

        json.EndObject();
        json.Member("main_scope", ScopedName.Main.Text);
        json.Member("prime", Hex(FieldIntegers.Prime));
        json.Key("reference_manager");
        json.BeginObject();
        List("references", program.References, Reference);
        json.EndObject();
        json.EndObject();
        return json + "\n";
    }

    private static IEnumerable<BigInteger> Words(Code.CodeWords words) =>
        words.Immediate is { } immediate ? [words.First, immediate] : [words.First];

    private static string Hex(BigInteger value)
    {
        var digits = value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return "0x" + (digits.Length == 0 ? "0" : digits);
    }

    private void List<T>(string key, IEnumerable<T> items, Action<T> write)
    {
        json.Key(key);
        json.BeginList();
        foreach (var item in items)
        {
            write(item);
        }

        json.EndList();
    }

    private void Attribute(AttributeScope attribute)
    {
        json.BeginObject();
        json.Member("accessible_scopes", attribute.Scopes.Select(s => s.Text));
        json.Member("end_pc", attribute.EndPc);
        FlowState(attribute.State);
        json.Member("name", attribute.Name);
        json.Member("start_pc", attribute.StartPc);
        json.Member("value", attribute.Value);
        json.EndObject();
    }

    private void Hints()
    {
        json.Key("hints");
        json.BeginObject();
        var pc = 0;
        foreach (var (instruction, words) in program.Instructions)
        {
            if (!instruction.Hints.IsEmpty)
            {
                List(pc.ToString(CultureInfo.InvariantCulture), instruction.Hints, h => Hint(h, instruction.Scopes));
            }

            pc += words.Size;
        }

        json.EndObject();
    }

    private void Hint(EmittedHint hint, ImmutableArray<ScopedName> scopes)
    {
        json.BeginObject();
        json.Member("accessible_scopes", scopes.Select(s => s.Text));
        json.Member("code", hint.Element.Hint.Code);
        FlowState(hint.State);
        json.EndObject();
    }

    private void FlowState(FlowState state)
    {
        json.Key("flow_tracking_data");
        json.BeginObject();
        ApTracking("ap_tracking", state.Ap);
        json.Key("reference_ids");
        json.BeginObject();
        foreach (var (name, id) in state.References.InOrder.OrderBy(r => r.Key))
        {
            json.Member(name.Text, id);
        }

        json.EndObject();
        json.EndObject();
    }

    private void ApTracking(string key, ApTracking ap)
    {
        json.Key(key);
        json.BeginObject();
        json.Member("group", ap.Group);
        json.Member("offset", ap.Offset);
        json.EndObject();
    }

    private void Reference(Reference reference)
    {
        json.BeginObject();
        ApTracking("ap_tracking_data", reference.Ap);
        json.Member("pc", reference.Pc);
        json.Member("value", SyntaxText.Write(reference.Value));
        json.EndObject();
    }

    // All members but the type, which sorts behind them, and a constant's value, which sorts behind that.
    private void Identifier(IdentifierDefinition definition)
    {
        switch (definition)
        {
            case AliasDefinition alias:
                json.Member("destination", alias.Destination.Text);
                break;
            case FunctionDefinition function:
                json.Member("decorators", function.Decorators);
                json.Member("pc", function.Pc);
                break;
            case LabelDefinition label:
                json.Member("pc", label.Pc);
                break;
            case TypeDefinition type:
                json.Member("cairo_type", SyntaxText.Write(type.Type));
                break;
            case ReferenceDefinition reference:
                json.Member("cairo_type", SyntaxText.Write(reference.Type));
                json.Member("full_name", reference.FullName.Text);
                List("references", reference.References, Reference);
                break;
            case StructDefinition known:
                Struct(known);
                break;
        }
    }

    private void Struct(StructDefinition known)
    {
        json.Member("full_name", known.FullName.Text);
        json.Key("members");
        json.BeginObject();
        foreach (var (name, member) in known.Members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            json.Key(name);
            json.BeginObject();
            json.Member("cairo_type", SyntaxText.Write(member.Type));
            json.Member("offset", member.Offset);
            json.EndObject();
        }

        json.EndObject();
        json.Member("size", known.Size);
    }
}
