namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>The instruction's flags by bit.</summary>
internal static class Flag
{
    public const int DstFp = 0;
    public const int Op0Fp = 1;
    public const int Op1Imm = 2;
    public const int Op1Fp = 3;
    public const int Op1Ap = 4;
    public const int Add = 5;
    public const int Mul = 6;
    public const int Jump = 7;
    public const int JumpRel = 8;
    public const int Jnz = 9;
    public const int ApAdd = 10;
    public const int ApAddOne = 11;
    public const int Call = 12;
    public const int Ret = 13;
    public const int AssertEq = 14;
    public const int Count = 15;
}
