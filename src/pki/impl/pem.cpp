// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/impl/pem.h"

#include <array>

#include <openssl/pem.h>
#include <openssl/sha.h>

#include "pki/certificate.h"

namespace mcu::pki {

namespace {

/// In place of OpenSSL's own, which would ask at the terminal.
int noPassPhrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*unused*/) {
    return -1;
}

template <typename T>
using Reader = T* (*)(BIO*, T**, pem_password_cb*, void*);

Handle<BIO> reading(std::string_view pem) {
    return Handle<BIO>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

template <typename T>
Handle<T> first(std::string_view pem, Reader<T> read, std::size_t limit) {
    const Complaints complaints;
    if (pem.size() > limit) {
        return nullptr;
    }
    const Handle<BIO> bio = reading(pem);
    return Handle<T>(bio ? read(bio.get(), nullptr, &noPassPhrase, nullptr) : nullptr);
}

/// Every object up to the end of the text; empty when one of them cannot be read.
template <typename T>
std::vector<Handle<T>> all(std::string_view pem, Reader<T> read, std::size_t limit) {
    const Complaints complaints;
    std::vector<Handle<T>> found;
    const Handle<BIO> bio = pem.size() <= limit ? reading(pem) : nullptr;
    if (!bio) {
        return found;
    }
    while (Handle<T> each{read(bio.get(), nullptr, &noPassPhrase, nullptr)}) {
        found.push_back(std::move(each));
    }
    // "No further start line" is the end; anything else is a damaged object.
    const auto last = ERR_peek_last_error();
    if (ERR_GET_LIB(last) != ERR_LIB_PEM || ERR_GET_REASON(last) != PEM_R_NO_START_LINE) {
        found.clear();
    }
    return found;
}

Error unreadable(const char* what, const char* advice) {
    return {ErrorCode::invalidArgument,
            std::string("this is no readable ") + what + " in PEM form",
            advice,
            "cert.unreadable"};
}

template <typename T>
std::string written(T* object, int (*write)(BIO*, const T*)) {
    const Handle<BIO> bio(BIO_new(BIO_s_mem()));
    char* text = nullptr;
    if (!bio || write(bio.get(), object) != 1) {
        return {};
    }
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

Result<Handle<X509>> certificateFrom(std::string_view pem) {
    auto found = first<X509>(pem, &PEM_read_bio_X509, kMaxPem);
    if (!found) {
        return unreadable("certificate", "give the .pem file that the authority sent back");
    }
    return found;
}

Result<std::vector<Handle<X509>>> certificatesFrom(std::string_view pem) {
    auto found = all<X509>(pem, &PEM_read_bio_X509, kMaxPem);
    if (found.empty()) {
        return unreadable("certificate", "give the authority's ca.pem");
    }
    return found;
}

Result<std::vector<Handle<X509_CRL>>> revocationListsFrom(std::string_view pem) {
    auto found = all<X509_CRL>(pem, &PEM_read_bio_X509_CRL, kMaxCrlPem);
    if (found.empty()) {
        return unreadable("list of revoked certificates", "give the authority's crl.pem");
    }
    return found;
}

Result<Handle<X509_REQ>> requestFrom(std::string_view pem) {
    auto found = first<X509_REQ>(pem, &PEM_read_bio_X509_REQ, kMaxPem);
    if (!found) {
        return unreadable("certificate request",
                          "give the .csr file that mcuctl cert request has made");
    }
    return found;
}

Result<Handle<EVP_PKEY>> keyFrom(std::string_view pem) {
    auto found = first<EVP_PKEY>(pem, &PEM_read_bio_PrivateKey, kMaxPem);
    if (!found) {
        return unreadable("private key", "give the key file that was made with the request");
    }
    return found;
}

std::string pemOf(X509* certificate) {
    return written<X509>(certificate, &PEM_write_bio_X509);
}

std::string pemOf(X509_CRL* list) {
    return written<X509_CRL>(list, &PEM_write_bio_X509_CRL);
}

std::string pemOf(X509_REQ* request) {
    return written<X509_REQ>(request, &PEM_write_bio_X509_REQ);
}

KeyText::KeyText(EVP_PKEY* key) : memory_(BIO_new(BIO_s_secmem())) {
    if (memory_ && PEM_write_bio_PKCS8PrivateKey(
                       memory_.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        memory_.reset();
    }
}

std::string_view KeyText::text() const {
    char* text = nullptr;
    const long size = memory_ ? BIO_get_mem_data(memory_.get(), &text) : 0;
    return {text, static_cast<std::size_t>(size)};
}

std::string sha256Text(const unsigned char* octets, std::size_t size) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    if (EVP_Digest(octets, size, digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
        return {};
    }
    std::string text;
    for (const unsigned char octet : digest) {
        text += text.empty() ? "" : ":";
        text += kHex[octet >> 4U];
        text += kHex[octet & 0xFU];
    }
    return text;
}

std::string keyFingerprint(EVP_PKEY* key) {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    if (size <= 0) {
        return {};
    }
    std::string text = sha256Text(der, static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return text;
}

std::string serialText(const ASN1_INTEGER* serial) {
    const Handle<BIGNUM> number(ASN1_INTEGER_to_BN(serial, nullptr));
    char* hex = number ? BN_bn2hex(number.get()) : nullptr;
    std::string text = hex != nullptr ? hex : "";
    OPENSSL_free(hex);
    return text == "0" ? "00" : text;
}

}  // namespace mcu::pki
