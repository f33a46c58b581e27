using Xunit;

// What the whole process allocates is measured.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
