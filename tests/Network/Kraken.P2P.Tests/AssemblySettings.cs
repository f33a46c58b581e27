using Xunit;

// Some tests measure memory and some fill both processors: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
