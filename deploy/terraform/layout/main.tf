# Which hosts a network has, what may reach them, and the inventory that deploy/ansible takes: everything that no provider knows. It needs
# none, so "terraform test" runs anywhere.

terraform {
  required_version = ">= 1.6"
}

locals {
  hosts = merge(
    { for index in range(var.validators) : "validator${index + 1}" => { role = "validators", place = index } },
    { for index in range(var.provers) : "prover${index + 1}" => { role = "provers", place = var.validators + index } },
    { observer = { role = "observers", place = var.validators + var.provers } },
  )

  subnet = "10.80.1.0/24"

  # As deploy/ansible/roles/kraken/defaults/main.yml has them; a test compares.
  ports = { ssh = 22, rpc = 5050, explorer = 5080 }

  # What may come from the internet: nothing that no variable names.
  rules = {
    for name, rule in {
      ssh      = { role = "all", port = local.ports.ssh, from = var.admin_cidrs }
      rpc      = { role = "validators", port = local.ports.rpc, from = var.rpc_cidrs }
      explorer = { role = "observers", port = local.ports.explorer, from = var.explorer_cidrs }
    } : name => rule if length(rule.from) > 0
  }

  # The first ten addresses are the network's own.
  addresses = { for name, host in local.hosts : name => cidrhost(local.subnet, host.place + 10) }
}
