using Xunit;

// The verbs write to the one console of the process, which some tests replace to read it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
