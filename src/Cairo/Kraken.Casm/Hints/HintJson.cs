using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Kraken.Casm.Operands;
using Kraken.Serialization.Json;

namespace Kraken.Casm.Hints;

/// <summary>Hints as JSON: externally tagged objects, {"AllocSegment": {"dst": …}}, or the bare name of a hint without fields.</summary>
public static class HintJson
{
    /// <summary>Reads one hint within a decoding.</summary>
    /// <param name="node">The place of the hint.</param>
    /// <returns>The hint; a placeholder when the decoding failed here.</returns>
    public static Hint Read(JsonNode node)
    {
        if (TryRead(node.Element, out Hint? hint, out DecodeError? error))
        {
            return hint;
        }

        node.Fail(error);
        return new AssertAllKeysUsed();
    }

    /// <summary>Reads one hint. The document's own depth and size limits bound the work.</summary>
    /// <returns>
    /// False with <paramref name="error"/> set when the JSON is not a hint known here; its path begins with the hint's name.
    /// </returns>
    public static bool TryRead(JsonElement element, [NotNullWhen(true)] out Hint? hint, [NotNullWhen(false)] out DecodeError? error)
    {
        hint = null;
        if (!TryTag(element, out string name, out JsonElement fields) || !HintShapes.ByName.TryGetValue(name, out HintShape? shape))
        {
            error = new DecodeError(string.Empty, "a known hint", name.Length is > 0 and <= 80 ? name : element.ValueKind.ToString());
            return false;
        }

        if (shape.Fields.Length != 0 && fields.ValueKind != JsonValueKind.Object)
        {
            error = new DecodeError(name, "an object", fields.ValueKind.ToString());
            return false;
        }

        var reader = new HintFieldReader(shape, fields);
        Hint read = shape.Read(reader);
        error = reader.Error;
        hint = error is null ? read : null;
        return error is null;
    }

    /// <summary>Writes one hint as compilers do: an object named for it, or its name alone where it has no operands.</summary>
    public static void Write(Utf8JsonWriter writer, Hint hint)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(hint);
        HintShape shape = HintShapes.ByType[hint.GetType()];
        if (shape.Fields.Length == 0)
        {
            writer.WriteStringValue(shape.Name);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartObject(shape.Name);
        object[] values = shape.Write(hint);
        for (int i = 0; i < values.Length; i++)
        {
            writer.WritePropertyName(shape.Fields[i]);
            WriteField(writer, values[i]);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // The name of a hint without fields, or the one member of an object.
    private static bool TryTag(JsonElement element, out string name, out JsonElement fields)
    {
        fields = default;
        return element.ValueKind == JsonValueKind.String
            ? JsonText.TryRead(element, out name)
            : JsonText.TryReadMember(element, out name, out fields);
    }

    private static void WriteField(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case CellRef cell:
                WriteCell(writer, cell);
                break;
            case BigInteger integer:
                writer.WriteStringValue(Hex(integer));
                break;
            case ResOperand operand:
                WriteOperand(writer, operand);
                break;
            default:
                throw new InvalidOperationException($"a hint field of type {value.GetType()} has no JSON form");
        }
    }

    private static void WriteOperand(Utf8JsonWriter writer, ResOperand operand)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(operand.GetType().Name);
        switch (operand)
        {
            case Deref deref:
                WriteCell(writer, deref.Cell);
                break;
            case Immediate immediate:
                writer.WriteStringValue(Hex(immediate.Value));
                break;
            case DoubleDeref twice:
                writer.WriteStartArray();
                WriteCell(writer, twice.Cell);
                writer.WriteNumberValue(twice.Offset);
                writer.WriteEndArray();
                break;
            case BinOp binOp:
                writer.WriteStartObject();
                writer.WriteString("op", binOp.Operation.ToString());
                writer.WritePropertyName("a");
                WriteCell(writer, binOp.A);
                writer.WritePropertyName("b");
                WriteOperand(writer, binOp.B);
                writer.WriteEndObject();
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter writer, CellRef cell)
    {
        writer.WriteStartObject();
        writer.WriteString("register", cell.Register.ToString());
        writer.WriteNumber("offset", cell.Offset);
        writer.WriteEndObject();
    }

    private static string Hex(BigInteger value)
    {
        string digits = BigInteger.Abs(value).ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return $"{(value.Sign < 0 ? "-" : string.Empty)}0x{(digits.Length == 0 ? "0" : digits)}";
    }
}
