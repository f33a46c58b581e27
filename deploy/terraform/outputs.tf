output "hosts" {
  description = "Public and private address of each host."
  value = {
    for name, host in hcloud_server.host : name => {
      public  = host.ipv4_address
      private = module.layout.addresses[name]
    }
  }
}

output "inventory" {
  description = "The inventory that deploy/ansible takes."
  value       = local_file.inventory.filename
}
