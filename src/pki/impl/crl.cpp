// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/impl/crl.h"

#include <algorithm>

#include "pki/impl/pem.h"
#include "pki/impl/times.h"

namespace mcu::pki {

namespace {

bool signedBy(X509_CRL* list, X509* authority) {
    return X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(authority)) == 0 &&
           X509_check_ca(authority) == 1 && (X509_get_key_usage(authority) & KU_CRL_SIGN) != 0 &&
           X509_CRL_verify(list, X509_get0_pubkey(authority)) == 1;
}

/// An entry of a delta list may take a serial off the list again (RFC 5280 section 5.3.1).
bool takenOff(const X509_REVOKED* entry) {
    const Handle<ASN1_ENUMERATED> reason(static_cast<ASN1_ENUMERATED*>(
        X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nullptr, nullptr)));
    return reason && ASN1_ENUMERATED_get(reason.get()) == CRL_REASON_REMOVE_FROM_CRL;
}

}  // namespace

Result<Revoked> readRevoked(std::string_view pem, const std::vector<Handle<X509>>& authorities) {
    const Complaints complaints;
    const auto lists = revocationListsFrom(pem);
    if (!lists) {
        return lists.error();
    }
    Revoked revoked;
    for (const auto& list : *lists) {
        if (!authorities.empty() &&
            std::none_of(authorities.begin(), authorities.end(), [&](const auto& authority) {
                return signedBy(list.get(), authority.get());
            })) {
            return Error(ErrorCode::refused,
                         "the list of revoked certificates is not signed by our authority",
                         "fetch crl.pem from the authority again",
                         "cert.crl-signature");
        }
        const auto* entries = X509_CRL_get_REVOKED(list.get());
        for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
            const auto* entry = sk_X509_REVOKED_value(entries, i);
            if (!takenOff(entry)) {
                revoked.serials.push_back(serialText(X509_REVOKED_get0_serialNumber(entry)));
            }
        }
        if (const auto next = wallTimeOf(X509_CRL_get0_nextUpdate(list.get()))) {
            revoked.nextUpdate = std::min(revoked.nextUpdate.value_or(*next), *next);
        }
    }
    return revoked;
}

}  // namespace mcu::pki
