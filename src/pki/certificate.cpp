// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/certificate.h"

#include <algorithm>
#include <chrono>

#include "pki/impl/names.h"
#include "pki/impl/openssl_handles.h"
#include "pki/impl/pem.h"
#include "pki/impl/times.h"

namespace mcu::pki {

namespace {

constexpr std::size_t kLongestId = 63;

bool letterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool hexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
}

std::string fingerprintOf(const X509* certificate) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(certificate, &der);
    if (size <= 0) {
        return {};
    }
    std::string text = sha256Text(der, static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return text;
}

}  // namespace

Result<CertificateFacts> readCertificate(std::string_view pem) {
    const Complaints complaints;
    auto certificate = certificateFrom(pem);
    if (!certificate) {
        return certificate.error();
    }
    X509* x = certificate->get();
    const auto subject = nameText(X509_get_subject_name(x));
    const auto issuer = nameText(X509_get_issuer_name(x));
    const auto notBefore = wallTimeOf(X509_get0_notBefore(x));
    const auto notAfter = wallTimeOf(X509_get0_notAfter(x));
    if (!subject || !issuer || !notBefore || !notAfter) {
        return Error(ErrorCode::invalidArgument,
                     "the certificate's names or times are malformed",
                     "have the authority sign a new request",
                     "cert.unreadable");
    }
    CertificateFacts facts;
    facts.subject = *subject;
    facts.issuer = *issuer;
    facts.notBefore = *notBefore;
    facts.notAfter = *notAfter;
    facts.serialHex = serialText(X509_get0_serialNumber(x));
    facts.sha256Fingerprint = fingerprintOf(x);
    facts.isCa = X509_check_ca(x) == 1;
    const std::string name = commonName(X509_get_subject_name(x));
    if (isMcuId(name) && hasDnsName(x, name)) {
        facts.mcuId = name;
    }
    return facts;
}

bool expired(const CertificateFacts& facts, WallTime now) {
    return facts.notAfter < now;
}

long daysLeft(const CertificateFacts& facts, WallTime now) {
    // In whole seconds: the clock's own unit would overflow for a certificate without end.
    using std::chrono::floor;
    using std::chrono::seconds;
    const auto left =
        floor<seconds>(facts.notAfter.time_since_epoch()) - floor<seconds>(now.time_since_epoch());
    return floor<std::chrono::days>(left).count();
}

bool isMcuId(std::string_view text) {
    if (text.empty() || text.size() > kLongestId || !letterOrDigit(text.front()) ||
        !letterOrDigit(text.back())) {
        return false;
    }
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        const bool partEnd = text[i] == '-' && (text[i - 1] == '.' || text[i + 1] == '.');
        const bool emptyPart = text[i] == '.' && text[i - 1] == '.';
        if (partEnd || emptyPart || !(letterOrDigit(text[i]) || text[i] == '.' || text[i] == '-')) {
            return false;
        }
    }
    return true;
}

std::string normalSerial(std::string_view text) {
    constexpr std::size_t kLongest = 40;  // RFC 5280 section 4.1.2.2: 20 octets
    if (text.starts_with("0x") || text.starts_with("0X")) {
        text.remove_prefix(2);
    }
    std::string digits;
    for (const char c : text) {
        if (c == ':' || c == ' ') {
            continue;
        }
        const char upper = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        if (!hexDigit(upper)) {
            return {};
        }
        digits += upper;
    }
    if (digits.empty()) {
        return {};
    }
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    if (digits.size() % 2 != 0) {
        digits.insert(0, "0");
    }
    return digits.size() > kLongest ? std::string() : digits;
}

}  // namespace mcu::pki
