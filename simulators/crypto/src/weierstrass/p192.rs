//! P-192 [FIPS 186-4 §D.1.2.1].

crate::weierstrass::weierstrass_curve! {
    P192: crate::curve::printed::P192,
    uint: elliptic_curve::bigint::U192,
    bytes: elliptic_curve::consts::U24,
    equation: EquationAIsMinusThree,
    non_residues: (11, 3),
    windows: 25,
}
