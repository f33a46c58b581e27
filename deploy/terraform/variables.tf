variable "validators" {
  description = "How many validators, each on a host of its own."
  type        = number
  default     = 4
  validation {
    condition     = var.validators >= 1 && var.validators <= 100
    error_message = "Expected 1 to 100 validators."
  }
}

variable "provers" {
  description = "How many hosts run 'kraken prove-worker'."
  type        = number
  default     = 1
  validation {
    condition     = var.provers >= 0 && var.provers <= 100
    error_message = "Expected 0 to 100 provers."
  }
}

variable "name" {
  description = "What hosts, network and firewalls are named after."
  type        = string
  default     = "kraken"
}

variable "location" {
  description = "Where hosts stand, one after the other over the list: validators in one place fail together."
  type        = list(string)
  default     = ["fsn1", "nbg1", "hel1"]
}

variable "network_zone" {
  description = "The zone of the private network."
  type        = string
  default     = "eu-central"
}

variable "validator_type" {
  description = "The machine of a validator."
  type        = string
  default     = "cpx31"
}

variable "prover_type" {
  description = "The machine of a prover: memory is what a proof takes most of."
  type        = string
  default     = "ccx33"
}

variable "image" {
  description = "The operating system."
  type        = string
  default     = "debian-13"
}

variable "ssh_keys" {
  description = "Names of the SSH keys that may log in; passwords never can."
  type        = list(string)
}

variable "admin_cidrs" {
  description = "Who may reach SSH. Nobody by default."
  type        = list(string)
  default     = []
}

variable "rpc_cidrs" {
  description = "Who may reach JSON-RPC of the validators. Nobody by default."
  type        = list(string)
  default     = []
}

variable "explorer_cidrs" {
  description = "Who may reach the explorer. Nobody by default."
  type        = list(string)
  default     = []
}
