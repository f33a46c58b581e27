run "nothing_is_open_by_default" {
  command = plan

  assert {
    condition     = length(output.rules) == 0
    error_message = "Expected no rule, got ${jsonencode(output.rules)}."
  }

  assert {
    condition     = length(output.groups.validators) == 4 && length(output.groups.provers) == 1 && length(output.groups.observers) == 1
    error_message = "Expected 4 validators, a prover and an observer, got ${jsonencode(output.groups)}."
  }
}

run "every_host_has_an_address_of_its_own" {
  command = plan

  variables {
    validators = 100
    provers    = 100
  }

  assert {
    condition     = length(distinct(values(output.addresses))) == 201
    error_message = "Expected 201 addresses."
  }
}

run "what_is_named_is_open_and_nothing_else" {
  command = plan

  variables {
    rpc_cidrs = ["192.0.2.0/24"]
  }

  assert {
    condition     = keys(output.rules) == ["rpc"] && output.rules.rpc.port == 5050 && output.rules.rpc.role == "validators"
    error_message = "Expected one rule for JSON-RPC, got ${jsonencode(output.rules)}."
  }
}

run "too_many_validators_are_refused" {
  command = plan

  variables {
    validators = 101
  }

  expect_failures = [var.validators]
}
