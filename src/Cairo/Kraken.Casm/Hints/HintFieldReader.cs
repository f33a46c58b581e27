using System;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Kraken.Casm.Operands;
using Kraken.Serialization.Json;

namespace Kraken.Casm.Hints;

/// <summary>
/// Reads a hint's fields in the order of its shape. The first fault is kept in <see cref="Error"/>; later reads return placeholders, so
/// the caller looks once at the end.
/// </summary>
internal sealed class HintFieldReader(HintShape shape, JsonElement fields)
{
    // 2^300 is far above any operand a compiler writes.
    private const int MaxHexDigits = 75;

    private int cursor;

    public DecodeError? Error { get; private set; }

    public CellRef Cell() => Next(out JsonElement element) ? CellOf(element) : default;

    public ResOperand Operand() => Next(out JsonElement element) ? OperandOf(element) : default(CellRef);

    public BigInteger Integer() => Next(out JsonElement element) ? IntegerOf(element) : default;

    private bool Next(out JsonElement element)
    {
        string name = shape.Fields[cursor++];
        element = default;
        if (Error is not null || JsonText.TryGet(fields, name, out element))
        {
            return Error is null;
        }

        Fail("a field", fields);
        return false;
    }

    private ResOperand OperandOf(JsonElement element)
    {
        if (!TryTagged(element, out string tag, out JsonElement body))
        {
            return default(CellRef);
        }

        return tag switch
        {
            "Deref" => CellOf(body),
            "Immediate" => IntegerOf(body),
            "DoubleDeref" when body.ValueKind == JsonValueKind.Array && body.GetArrayLength() == 2 =>
                new DoubleDeref(CellOf(body[0]), OffsetOf(body[1])),
            "BinOp" => BinOpOf(body),
            _ => Fail("Deref, DoubleDeref, Immediate or BinOp", element),
        };
    }

    private ResOperand BinOpOf(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object
            || !JsonText.TryGet(body, "op", out JsonElement op)
            || !JsonText.TryGet(body, "a", out JsonElement a)
            || !JsonText.TryGet(body, "b", out JsonElement b)
            || !JsonText.TryRead(op, out string sign)
            || !TryOperation(sign, out CellOperation operation))
        {
            return Fail("op, a and b of a BinOp", body);
        }

        CellRef first = CellOf(a);
        return OperandOf(b) is DerefOrImmediate second ? new BinOp(operation, first, second) : Fail("Deref or Immediate", b);
    }

    private static bool TryOperation(string sign, out CellOperation operation)
    {
        operation = sign == nameof(CellOperation.Mul) ? CellOperation.Mul : CellOperation.Add;
        return sign == operation.ToString();
    }

    private bool TryTagged(JsonElement element, out string tag, out JsonElement body)
    {
        if (JsonText.TryReadMember(element, out tag, out body))
        {
            return true;
        }

        Fail("an operand", element);
        return false;
    }

    private CellRef CellOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !JsonText.TryGet(element, "register", out JsonElement register)
            || !JsonText.TryGet(element, "offset", out JsonElement offset)
            || !JsonText.TryRead(register, out string name)
            || name is not ("AP" or "FP"))
        {
            Fail("a cell with register AP or FP and offset", element);
            return default;
        }

        return new CellRef(name == "AP" ? Register.AP : Register.FP, OffsetOf(offset));
    }

    private short OffsetOf(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt16(out short offset))
        {
            return offset;
        }

        Fail("an offset of 16 bits", element);
        return 0;
    }

    private BigInteger IntegerOf(JsonElement element)
    {
        _ = JsonText.TryRead(element, out string text);
        bool negative = text.StartsWith('-');
        ReadOnlySpan<char> digits = text.AsSpan(negative ? 1 : 0);
        digits = digits.StartsWith("0x") ? digits[2..] : [];
        if (digits.Length is > 0 and <= MaxHexDigits
            && BigInteger.TryParse($"0{digits}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out BigInteger value))
        {
            return negative ? -value : value;
        }

        Fail("a hexadecimal integer", element);
        return default;
    }

    private ResOperand Fail(string expected, JsonElement got)
    {
        string text = got.ValueKind == JsonValueKind.Undefined ? "nothing" : got.GetRawText();
        string field = cursor == 0 ? string.Empty : $".{shape.Fields[cursor - 1]}";
        Error ??= new DecodeError(shape.Name + field, expected, text.Length > 80 ? $"{text[..80]}…" : text);
        return default(CellRef);
    }
}
