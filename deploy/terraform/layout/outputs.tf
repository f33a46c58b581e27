output "hosts" {
  description = "Each host by name: its role and its place, counted from 0."
  value       = local.hosts
}

output "subnet" {
  description = "The private network."
  value       = local.subnet
}

output "addresses" {
  description = "The address of each host in the private network."
  value       = local.addresses
}

output "rules" {
  description = "What may come in from the internet: role, port and from where."
  value       = local.rules
}

output "groups" {
  description = "Names of hosts by role."
  value = {
    for role in distinct([for host in local.hosts : host.role]) : role => [
      for name, host in local.hosts : name if host.role == role
    ]
  }
}
