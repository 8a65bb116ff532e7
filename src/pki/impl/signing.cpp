// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/impl/signing.h"

#include <array>

#include <openssl/ec.h>
#include <openssl/rand.h>

#include "pki/impl/times.h"

namespace mcu::pki {

namespace {

Error failed(const char* what) {
    return {ErrorCode::internal, std::string("cannot make ") + what + ": " + Complaints::last()};
}

bool setCommonName(X509_NAME* name, const std::string& text) {
    return X509_NAME_add_entry_by_NID(name,
                                      NID_commonName,
                                      MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(text.data()),
                                      static_cast<int>(text.size()),
                                      -1,
                                      0) == 1;
}

/// 128 random bits, never zero.
bool setRandomSerial(X509* certificate) {
    std::array<unsigned char, 16> octets{};
    if (RAND_bytes(octets.data(), octets.size()) != 1) {
        return false;
    }
    const Handle<BIGNUM> number(BN_bin2bn(octets.data(), octets.size(), nullptr));
    return number && BN_is_zero(number.get()) == 0 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

/// Extensions in OpenSSL's text form. The values are ours: an id has passed isMcuId.
bool addExtensions(X509* certificate,
                   X509* issuer,
                   const std::vector<std::pair<int, std::string>>& extensions) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    for (const auto& [kind, value] : extensions) {
        const Handle<X509_EXTENSION> made(
            X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
        if (!made || X509_add_ext(certificate, made.get(), -1) != 1) {
            return false;
        }
    }
    return true;
}

bool begin(X509* certificate, const std::string& name, EVP_PKEY* key, const Validity& validity) {
    return certificate != nullptr && X509_set_version(certificate, X509_VERSION_3) == 1 &&
           setRandomSerial(certificate) &&
           setTime(X509_getm_notBefore(certificate), validity.from) &&
           setTime(X509_getm_notAfter(certificate), validity.until) &&
           setCommonName(X509_get_subject_name(certificate), name) &&
           X509_set_pubkey(certificate, key) == 1;
}

bool addRevoked(X509_CRL* list, const RevokedSerial& revoked) {
    BIGNUM* digits = nullptr;
    const bool read = BN_hex2bn(&digits, revoked.serialHex.c_str()) > 0;
    const Handle<BIGNUM> number(digits);
    Handle<X509_REVOKED> entry(X509_REVOKED_new());
    const Handle<ASN1_TIME> at(ASN1_TIME_new());
    const Handle<ASN1_INTEGER> serial(read ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
    if (!entry || !at || !serial || !setTime(at.get(), revoked.at) ||
        X509_REVOKED_set_serialNumber(entry.get(), serial.get()) != 1 ||
        X509_REVOKED_set_revocationDate(entry.get(), at.get()) != 1 ||
        X509_CRL_add0_revoked(list, entry.get()) != 1) {
        return false;
    }
    [[maybe_unused]] const auto* given = entry.release();  // the list's now
    return true;
}

bool addListExtensions(X509_CRL* list, std::uint64_t number, X509* issuer) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, nullptr, nullptr, list, 0);
    const Handle<X509_EXTENSION> issuerKey(
        X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always"));
    const Handle<ASN1_INTEGER> counter(ASN1_INTEGER_new());
    return issuerKey && X509_CRL_add_ext(list, issuerKey.get(), -1) == 1 && counter &&
           ASN1_INTEGER_set_uint64(counter.get(), number) == 1 &&
           X509_CRL_add1_ext_i2d(list, NID_crl_number, counter.get(), 0, 0) == 1;
}

}  // namespace

Result<Handle<EVP_PKEY>> makeKey(const char* curve) {
    const Complaints complaints;
    Handle<EVP_PKEY> key(EVP_EC_gen(curve));
    if (!key) {
        return failed("a key");
    }
    return key;
}

Result<Handle<X509>> makeAuthority(const std::string& name,
                                   EVP_PKEY* key,
                                   const Validity& validity) {
    const Complaints complaints;
    Handle<X509> made(X509_new());
    if (!begin(made.get(), name, key, validity) ||
        X509_set_issuer_name(made.get(), X509_get_subject_name(made.get())) != 1 ||
        !addExtensions(made.get(),
                       made.get(),
                       {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                        {NID_key_usage, "critical,keyCertSign,cRLSign"},
                        {NID_subject_key_identifier, "hash"}}) ||
        X509_sign(made.get(), key, EVP_sha384()) <= 0) {
        return failed("the authority's certificate");
    }
    return made;
}

Result<Handle<X509>> makeMcu(const std::string& mcuId,
                             EVP_PKEY* publicKey,
                             const Validity& validity,
                             const Signer& signer) {
    const Complaints complaints;
    Handle<X509> made(X509_new());
    if (!begin(made.get(), mcuId, publicKey, validity) ||
        X509_set_issuer_name(made.get(), X509_get_subject_name(signer.certificate)) != 1 ||
        !addExtensions(made.get(),
                       signer.certificate,
                       {{NID_basic_constraints, "critical,CA:FALSE"},
                        {NID_key_usage, "critical,digitalSignature"},
                        {NID_ext_key_usage, "serverAuth,clientAuth"},
                        {NID_subject_alt_name, "DNS:" + mcuId},
                        {NID_subject_key_identifier, "hash"},
                        {NID_authority_key_identifier, "keyid:always"}}) ||
        X509_sign(made.get(), signer.key, EVP_sha384()) <= 0) {
        return failed("the certificate");
    }
    return made;
}

Result<Handle<X509_REQ>> makeSigningRequest(const std::string& mcuId, EVP_PKEY* key) {
    const Complaints complaints;
    Handle<X509_REQ> made(X509_REQ_new());
    if (!made || X509_REQ_set_version(made.get(), X509_REQ_VERSION_1) != 1 ||
        !setCommonName(X509_REQ_get_subject_name(made.get()), mcuId) ||
        X509_REQ_set_pubkey(made.get(), key) != 1 ||
        X509_REQ_sign(made.get(), key, EVP_sha256()) <= 0) {
        return failed("the request");
    }
    return made;
}

Result<Handle<X509_CRL>> makeRevocationList(const std::vector<RevokedSerial>& serials,
                                            std::uint64_t number,
                                            const Validity& validity,
                                            const Signer& signer) {
    const Complaints complaints;
    Handle<X509_CRL> made(X509_CRL_new());
    const Handle<ASN1_TIME> from(ASN1_TIME_new());
    const Handle<ASN1_TIME> until(ASN1_TIME_new());
    if (!made || !from || !until || !setTime(from.get(), validity.from) ||
        !setTime(until.get(), validity.until) ||
        X509_CRL_set_version(made.get(), X509_CRL_VERSION_2) != 1 ||
        X509_CRL_set_issuer_name(made.get(), X509_get_subject_name(signer.certificate)) != 1 ||
        X509_CRL_set1_lastUpdate(made.get(), from.get()) != 1 ||
        X509_CRL_set1_nextUpdate(made.get(), until.get()) != 1) {
        return failed("the list of revoked certificates");
    }
    for (const auto& revoked : serials) {
        if (!addRevoked(made.get(), revoked)) {
            return failed("the list of revoked certificates");
        }
    }
    if (!addListExtensions(made.get(), number, signer.certificate) ||
        X509_CRL_sort(made.get()) != 1 ||
        X509_CRL_sign(made.get(), signer.key, EVP_sha384()) <= 0) {
        return failed("the list of revoked certificates");
    }
    return made;
}

}  // namespace mcu::pki
