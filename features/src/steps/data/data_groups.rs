//! The data groups of the eID application.

use ambient::Date;
use conformance_checks::Judgement;
use conformance_checks::tr03105_3_3::eiddata_b;
use conformance_checks::tr03127::data_groups_3_4_3 as german;
use conformance_harness::StepError;
use cucumber::{given, then};

use super::conclude;
use crate::CardWorld;

/// The data group that the scenario is about, as read.
struct DataGroup(Vec<u8>);

/// Reads a data group of the application that is selected.
#[given(expr = "the terminal has read data group {int}")]
fn read_data_group(world: &mut CardWorld, number: u8) -> Result<(), StepError> {
    let content = world.read_file(&format!("data group {number}"), number)?;
    world.keep(DataGroup(content));
    Ok(())
}

/// The type that TR-03110-4 gives the group.
#[then(regex = r"^the data group holds a well-formed (\w+)$")]
fn is_well_formed(world: &mut CardWorld, type_name: String) -> Result<(), StepError> {
    let content = &world.kept::<DataGroup>("the data group")?.0;
    let today = world.stage()?.ambient.today();
    let judgement = judge(&type_name, content, today)
        .ok_or_else(|| StepError::precondition(format!("no judge knows the type {type_name}")))?;
    conclude(world, &judgement, 1)
}

#[then("the data group holds a municipality id in decimal digits")]
fn is_decimal(world: &mut CardWorld) -> Result<(), StepError> {
    let judgement = german::municipality_id(&world.kept::<DataGroup>("the data group")?.0);
    conclude(world, &judgement, 1)
}

fn judge(type_name: &str, content: &[u8], today: Date) -> Option<Judgement> {
    Some(match type_name {
        "DocumentType" => eiddata_b::eac2_eiddata_b_1(content, None),
        "IssuingEntity" => eiddata_b::eac2_eiddata_b_2(content),
        "DateOfExpiry" => eiddata_b::eac2_eiddata_b_3(content),
        "GivenNames" => eiddata_b::eac2_eiddata_b_4(content),
        "FamilyNames" => eiddata_b::eac2_eiddata_b_5(content),
        "NomDePlume" => eiddata_b::eac2_eiddata_b_6(content),
        "AcademicTitle" => eiddata_b::eac2_eiddata_b_7(content),
        "DateOfBirth" => eiddata_b::eac2_eiddata_b_8(content, Some(today)),
        "PlaceOfBirth" => eiddata_b::eac2_eiddata_b_9(content),
        "Nationality" => eiddata_b::eac2_eiddata_b_10(content),
        "Sex" => eiddata_b::eac2_eiddata_b_11(content),
        "OptionalDataR" => eiddata_b::eac2_eiddata_b_12(content),
        "PlaceOfResidence" => eiddata_b::eac2_eiddata_b_13(content),
        "MunicipalityID" => eiddata_b::eac2_eiddata_b_14(content),
        "ResidencePermitI" => eiddata_b::eac2_eiddata_b_15(content),
        "ResidencePermitII" => eiddata_b::eac2_eiddata_b_16(content),
        "PhoneNumber" => eiddata_b::eac2_eiddata_b_17(content),
        "EmailAddress" => eiddata_b::eac2_eiddata_b_18(content),
        "BirthName" => eiddata_b::eac2_eiddata_b_19(content),
        "WrittenSignature" => eiddata_b::eac2_eiddata_b_20(content),
        "DateOfIssuance" => eiddata_b::eac2_eiddata_b_21(content, Some(today)),
        _ => return None,
    })
}
