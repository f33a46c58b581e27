# A network of n validators, provers and one host for watcher and explorer, on Hetzner Cloud. Nothing is open to the internet that a
# variable does not name; peers, broker, store and metrics go over the private network alone. What hosts there are and what is open says
# ./layout, which needs no provider; deploy/ansible configures the hosts by the inventory that is written here.

module "layout" {
  source = "./layout"

  validators     = var.validators
  provers        = var.provers
  admin_cidrs    = var.admin_cidrs
  rpc_cidrs      = var.rpc_cidrs
  explorer_cidrs = var.explorer_cidrs
}

resource "hcloud_network" "chain" {
  name     = var.name
  ip_range = "10.80.0.0/16"
}

resource "hcloud_network_subnet" "chain" {
  network_id   = hcloud_network.chain.id
  type         = "cloud"
  network_zone = var.network_zone
  ip_range     = module.layout.subnet
}

# A firewall of this provider lets nothing in that it has no rule for.
resource "hcloud_firewall" "role" {
  for_each = toset(["validators", "provers", "observers"])

  name = "${var.name}-${each.key}"

  dynamic "rule" {
    for_each = { for name, rule in module.layout.rules : name => rule if contains(["all", each.key], rule.role) }
    content {
      description = rule.key
      direction   = "in"
      protocol    = "tcp"
      port        = tostring(rule.value.port)
      source_ips  = rule.value.from
    }
  }
}

resource "hcloud_server" "host" {
  for_each = module.layout.hosts

  name         = "${var.name}-${each.key}"
  server_type  = each.value.role == "provers" ? var.prover_type : var.validator_type
  image        = var.image
  location     = var.location[each.value.place % length(var.location)]
  ssh_keys     = var.ssh_keys
  labels       = { role = each.value.role, chain = var.name }
  firewall_ids = [hcloud_firewall.role[each.value.role].id]

  network {
    network_id = hcloud_network.chain.id
    ip         = module.layout.addresses[each.key]
  }

  # A validator's keys and the guard of what it signed lie on its disk: another image or key must not replace it.
  delete_protection  = each.value.role == "validators"
  rebuild_protection = each.value.role == "validators"
  lifecycle {
    ignore_changes = [image, ssh_keys]
  }

  depends_on = [hcloud_network_subnet.chain]
}

resource "local_file" "inventory" {
  filename        = "${path.module}/../ansible/inventory.yml"
  file_permission = "0600"
  content = yamlencode({
    all = {
      children = {
        for role, names in module.layout.groups : role => {
          hosts = {
            for name in names : name => {
              ansible_host   = hcloud_server.host[name].ipv4_address
              kraken_address = module.layout.addresses[name]
            }
          }
        }
      }
    }
  })
}
