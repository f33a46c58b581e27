using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kraken.Execution.Constants;

/// <summary>Gas of Ethereum and sizes of the L1 contract's messages (Resources/l1_gas_costs.json).</summary>
internal sealed class L1GasCosts
{
    internal static L1GasCosts Ethereum { get; } = Load();

    [JsonPropertyName("calldata_word")]
    public required ulong CalldataWord { get; init; }

    [JsonPropertyName("calldata_zero_byte")]
    public required ulong CalldataZeroByte { get; init; }

    [JsonPropertyName("calldata_byte")]
    public required ulong CalldataByte { get; init; }

    [JsonPropertyName("word_bytes")]
    public required ulong WordBytes { get; init; }

    [JsonPropertyName("shared_prover_extra_per_word")]
    public required ulong SharedProverExtraPerWord { get; init; }

    [JsonPropertyName("da_word_discount_percent")]
    public required ulong DaWordDiscountPercent { get; init; }

    [JsonPropertyName("da_modified_contract_nonzero_bytes")]
    public required ulong DaModifiedContractNonzeroBytes { get; init; }

    [JsonPropertyName("da_fee_balance_nonzero_bytes")]
    public required ulong DaFeeBalanceNonzeroBytes { get; init; }

    [JsonPropertyName("blob_gas_per_field_element")]
    public required ulong BlobGasPerFieldElement { get; init; }

    [JsonPropertyName("storage_zero_to_nonzero")]
    public required ulong StorageZeroToNonzero { get; init; }

    [JsonPropertyName("counter_decrease")]
    public required ulong CounterDecrease { get; init; }

    [JsonPropertyName("log")]
    public required ulong Log { get; init; }

    [JsonPropertyName("log_topic")]
    public required ulong LogTopic { get; init; }

    [JsonPropertyName("log_data_word")]
    public required ulong LogDataWord { get; init; }

    [JsonPropertyName("default_topics")]
    public required ulong DefaultTopics { get; init; }

    [JsonPropertyName("message_to_l1_header")]
    public required ulong MessageToL1Header { get; init; }

    [JsonPropertyName("message_to_l1_topics")]
    public required ulong MessageToL1Topics { get; init; }

    [JsonPropertyName("message_to_l2_header")]
    public required ulong MessageToL2Header { get; init; }

    [JsonPropertyName("message_to_l2_topics")]
    public required ulong MessageToL2Topics { get; init; }

    [JsonPropertyName("steps_per_segment_arena_instance")]
    public required long StepsPerSegmentArenaInstance { get; init; }

    [JsonPropertyName("class_update_words")]
    public required ulong ClassUpdateWords { get; init; }

    // A word of the output that the shared prover's verifier reads.
    internal ulong SharedProverWord => CalldataWord + SharedProverExtraPerWord;

    internal ulong DaWord => SharedProverWord - (SharedProverWord * DaWordDiscountPercent / 100);

    internal ulong WordWithNonzeroBytes(ulong bytes) => (bytes * CalldataByte) + ((WordBytes - bytes) * CalldataZeroByte);

    private static L1GasCosts Load()
    {
        using Stream stream = typeof(L1GasCosts).Assembly.GetManifestResourceStream("l1_gas_costs.json")
            ?? throw new InvalidDataException("l1_gas_costs.json is not embedded");
        return JsonSerializer.Deserialize<L1GasCosts>(stream) ?? throw new InvalidDataException("l1_gas_costs.json is empty");
    }
}
