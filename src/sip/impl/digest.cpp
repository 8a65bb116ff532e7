// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/digest.h"

#include <array>

#include "sip/impl/sofia.h"
#include "sip/sdp/text.h"

namespace mcu::sip {

namespace {

constexpr auto kNonceLife = std::chrono::minutes(5);
constexpr std::size_t kMaxUsed = 8192;

std::string md5(const std::string& text) {
    su_md5_t context{};
    su_md5_init(&context);
    su_md5_update(&context, text.data(), text.size());
    constexpr std::size_t kHex = std::size_t{2} * SU_MD5_DIGEST_SIZE;
    std::array<char, kHex + 1> hex{};
    su_md5_hexdigest(&context, hex.data());
    su_md5_deinit(&context);
    return {hex.data(), kHex};
}

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

std::string unquoted(std::string_view text) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
        return std::string(text);
    }
    std::string out;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '\\' && i + 2 < text.size()) {
            ++i;
        }
        out += text[i];
    }
    return out;
}

std::string value(const DigestParameters& given, const std::string& name) {
    const auto found = given.find(name);
    return found == given.end() ? std::string() : found->second;
}

/// Takes as long whatever differs.
bool equalConstantTime(const std::string& a, const std::string& b) {
    if (a.size() != b.size()) {
        return false;
    }
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i])) ^
                      static_cast<unsigned>(static_cast<unsigned char>(b[i]));
    }
    return difference == 0;
}

std::uint64_t seconds(SteadyTime time) {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
}

}  // namespace

DigestParameters parseDigest(const std::vector<std::string>& parameters) {
    DigestParameters out;
    for (const auto& parameter : parameters) {
        const auto equals = parameter.find('=');
        if (equals != std::string::npos) {
            out[lowered(sdp::trim(std::string_view(parameter).substr(0, equals)))] =
                unquoted(sdp::trim(std::string_view(parameter).substr(equals + 1)));
        }
    }
    return out;
}

std::string digestResponse(const DigestParameters& given,
                           const std::string& password,
                           const std::string& method) {
    const auto ha1 = md5(value(given, "username") + ":" + value(given, "realm") + ":" + password);
    const auto ha2 = md5(method + ":" + value(given, "uri"));
    const auto qop = value(given, "qop");
    if (qop.empty()) {
        return md5(ha1 + ":" + value(given, "nonce") + ":" + ha2);
    }
    return md5(ha1 + ":" + value(given, "nonce") + ":" + value(given, "nc") + ":" +
               value(given, "cnonce") + ":" + qop + ":" + ha2);
}

DigestGate::DigestGate(std::string realm)
    : realm_(std::move(realm)), key_(sdp::toBase64(sdp::randomBytes(32))) {}

std::string DigestGate::nonceFor(const std::string& stamp) const {
    // Key on both ends: MD5 alone, keyed at the front, could be extended.
    return stamp + md5(key_ + ":" + stamp + ":" + key_);
}

std::string DigestGate::challenge(SteadyTime now, bool stale) const {
    std::array<char, 40> stamp{};
    (void)std::snprintf(stamp.data(),
                        stamp.size(),
                        "%016llx%016llx",
                        static_cast<unsigned long long>(seconds(now)),
                        static_cast<unsigned long long>(sdp::randomNumber()));
    return "Digest realm=\"" + realm_ + "\", nonce=\"" + nonceFor(stamp.data()) +
           "\", algorithm=MD5, qop=\"auth\"" + (stale ? ", stale=true" : "");
}

bool DigestGate::genuine(const std::string& nonce) const {
    constexpr std::size_t kStamp = 32;
    return nonce.size() == 2 * kStamp &&
           equalConstantTime(nonce, nonceFor(nonce.substr(0, kStamp)));
}

bool DigestGate::expired(const std::string& nonce, SteadyTime now) const {
    const auto made = sdp::number<std::uint64_t>(nonce.substr(0, 16), 16).value_or(0);
    return seconds(now) - made >
           static_cast<std::uint64_t>(std::chrono::seconds(kNonceLife).count());
}

bool DigestGate::fresh(const std::string& nonce, std::uint64_t count, SteadyTime now) {
    const auto found = used_.find(nonce);
    if (found != used_.end()) {
        if (count <= found->second.count) {
            return false;
        }
        found->second.count = count;
        return true;
    }
    if (used_.size() >= kMaxUsed) {
        std::erase_if(used_,
                      [now](const auto& entry) { return now - entry.second.at > kNonceLife; });
    }
    if (used_.size() >= kMaxUsed) {
        used_.erase(used_.begin());  // the oldest: nonces begin with their time
    }
    used_[nonce] = {count, now};
    return true;
}

DigestGate::Verdict DigestGate::check(const DigestParameters& given,
                                      const std::string& method,
                                      const Credentials& credentials,
                                      SteadyTime now) {
    const auto nonce = value(given, "nonce");
    if (given.empty() || value(given, "realm") != realm_ || !genuine(nonce)) {
        return Verdict::challenge;
    }
    const auto user = credentials.find(value(given, "username"));
    const auto algorithm = value(given, "algorithm");
    if (user == credentials.end() ||
        (!algorithm.empty() && !sdp::equalsIgnoringCase(algorithm, "MD5"))) {
        return Verdict::forbidden;
    }
    const auto expected = digestResponse(given, user->second.reveal(), method);
    if (!equalConstantTime(expected, lowered(value(given, "response")))) {
        return Verdict::forbidden;
    }
    if (expired(nonce, now)) {
        return Verdict::stale;
    }
    // Without qop there is no count: such a nonce serves once.
    const auto count = value(given, "qop").empty()
                           ? std::optional<std::uint64_t>(1)
                           : sdp::number<std::uint64_t>(value(given, "nc"), 16);
    if (!count || !fresh(nonce, *count, now)) {
        return Verdict::stale;
    }
    return Verdict::accepted;
}

}  // namespace mcu::sip
