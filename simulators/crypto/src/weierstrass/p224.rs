//! P-224 [NIST SP 800-186 §3.2.1.2].

crate::weierstrass::weierstrass_curve! {
    P224: crate::curve::printed::P224,
    uint: elliptic_curve::bigint::U256,
    bytes: elliptic_curve::consts::U28,
    equation: EquationAIsMinusThree,
    non_residues: (11, 2),
    windows: 29,
}
