//! Whatever a change of a spec changes in the output of a target is said, and nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::change::compare;
use hookweir::target::Target;
use proptest::prelude::*;
use support::specs::spec;
use support::{document, output, source, stack};

/// By what each target tells one deployment from another, or tells the owner of the API to make one.
fn deployments(spec: &str) -> [String; 2] {
    let template = document(spec, Target::CloudFormation);
    let ids = template["Resources"].as_object().unwrap().keys();
    let resource = &document(spec, Target::Terraform)["resource"];
    let own = resource["aws_api_gateway_deployment"].as_object().into_iter().flatten();
    let triggers = own
        .map(|(name, deployment)| (name.as_str(), &deployment["triggers"]))
        .chain([("", &resource["terraform_data"]["deployment_trigger"]["triggers_replace"])]);
    [
        ids.filter(|id| id.starts_with("Deployment")).cloned().collect::<String>()
            + &template["Outputs"]["DeploymentTrigger"]["Value"].to_string(),
        triggers.map(|(name, trigger)| format!("{name} {trigger}")).collect(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_changes_in_the_output_is_reported_and_nothing_else(old in spec(), new in spec(), part in 0..9_usize) {
        // Two specs that differ in one part find more than two that differ in all.
        let keys: Vec<&String> = old.as_object().unwrap().keys().collect();
        let mut mixed = old.clone();
        match keys.get(part) {
            Some(key) => if let Some(value) = new.get(key.as_str()) { mixed[key.as_str()] = value.clone() },
            None => mixed = new.clone(),
        }
        // The parts of two specs do not always fit together.
        if hookweir::understand(source(&mixed.to_string())).unwrap().2.is_none() {
            mixed = new;
        }
        let (old, new) = (old.to_string(), mixed.to_string());
        let changes = compare(&stack(&old), &stack(&new));
        let differs = Target::ALL.iter().any(|target| output(&old, *target) != output(&new, *target));
        prop_assert_eq!(!changes.is_empty(), differs, "{}\n{}\n{:#?}", old, new, changes);
        let anew = changes.iter().any(|change| change.resource == "deployment");
        let kind = |spec: &str| stack(spec).api.kind;
        if kind(&old) != kind(&new) {
            // With another API goes all that was deployed of the old one.
            prop_assert!(!anew);
            return Ok(());
        }
        for (old, new) in deployments(&old).iter().zip(&deployments(&new)) {
            prop_assert_eq!(anew, old != new);
        }
        for change in &changes {
            let differs = change.details.iter().all(|detail| detail.old != detail.new);
            prop_assert!(differs && !change.message().contains('\n'), "{change:#?}");
        }
    }
}
