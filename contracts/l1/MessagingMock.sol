// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.0;

/// Starknet's messaging contract on L1, as far as a development chain needs one: messages to L2 are logged and remembered by their hash,
/// messages from L2 are put in by anybody and consumed by the contract that they name. Interface and hashes are those of Starknet's
/// documentation, "L1-L2 messaging". Nobody may rely on it: it believes whoever calls it.
contract MessagingMock {
    event LogMessageToL2(
        address indexed fromAddress, uint256 indexed toAddress, uint256 indexed selector, uint256[] payload, uint256 nonce, uint256 fee);
    event LogMessageToL1(uint256 indexed fromAddress, address indexed toAddress, uint256[] payload);
    event ConsumedMessageToL1(uint256 indexed fromAddress, address indexed toAddress, uint256[] payload);

    uint256 private constant MAX_FEE = 1 ether;

    uint256 public l1ToL2MessageNonce;

    /// The fee plus one of a message to L2 that was sent; zero of others.
    mapping(bytes32 => uint256) public l1ToL2Messages;

    /// How often a message from L2 can be consumed.
    mapping(bytes32 => uint256) public l2ToL1Messages;

    function getMaxL1MsgFee() external pure returns (uint256) {
        return MAX_FEE;
    }

    function sendMessageToL2(uint256 toAddress, uint256 selector, uint256[] calldata payload)
        external payable returns (bytes32, uint256)
    {
        require(msg.value > 0, "L1_MSG_FEE_MUST_BE_GREATER_THAN_0");
        require(msg.value <= MAX_FEE, "MAX_L1_MSG_FEE_EXCEEDED");
        uint256 nonce = l1ToL2MessageNonce++;
        emit LogMessageToL2(msg.sender, toAddress, selector, payload, nonce, msg.value);
        bytes32 hash = keccak256(
            abi.encodePacked(uint256(uint160(msg.sender)), toAddress, nonce, selector, payload.length, payload));
        l1ToL2Messages[hash] = msg.value + 1;
        return (hash, nonce);
    }

    function consumeMessageFromL2(uint256 fromAddress, uint256[] calldata payload) external returns (bytes32) {
        bytes32 hash = keccak256(abi.encodePacked(fromAddress, uint256(uint160(msg.sender)), payload.length, payload));
        take(hash);
        emit ConsumedMessageToL1(fromAddress, msg.sender, payload);
        return hash;
    }

    /// Puts in a message from L2 that nobody proved.
    function mockSendMessageFromL2(uint256 fromAddress, uint256 toAddress, uint256[] calldata payload) external {
        l2ToL1Messages[keccak256(abi.encodePacked(fromAddress, toAddress, payload.length, payload))]++;
        emit LogMessageToL1(fromAddress, address(uint160(toAddress)), payload);
    }

    /// Consumes a message whoever it is for.
    function mockConsumeMessageFromL2(uint256 fromAddress, uint256 toAddress, uint256[] calldata payload) external {
        take(keccak256(abi.encodePacked(fromAddress, toAddress, payload.length, payload)));
        emit ConsumedMessageToL1(fromAddress, address(uint160(toAddress)), payload);
    }

    function take(bytes32 hash) private {
        require(l2ToL1Messages[hash] > 0, "INVALID_MESSAGE_TO_CONSUME");
        l2ToL1Messages[hash]--;
    }
}
