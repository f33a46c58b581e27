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
