namespace Kraken.Execution.Concurrency;

/// <summary>Holds the threads of an optimistic run where others could come between: tests force schedules with it.</summary>
internal interface IInterleaving
{
    /// <summary>The calling thread takes part from now on.</summary>
    void Enter();

    /// <summary>The calling thread is about to do what others see, or to see what others do.</summary>
    void Step();

    /// <summary>The calling thread can do nothing before another one did something.</summary>
    void Idle();

    /// <summary>The calling thread takes no part any more.</summary>
    void Leave();
}
