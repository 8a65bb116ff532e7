// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/sdp/crypto_attribute.h"

#include "sip/sdp/text.h"

namespace mcu::sip::sdp {

namespace {

std::optional<media::SrtpSuite> suiteFrom(std::string_view name) {
    for (const auto suite : suites()) {
        if (equalsIgnoringCase(media::nameOf(suite), name)) {
            return suite;
        }
    }
    return std::nullopt;
}

}  // namespace

const std::vector<media::SrtpSuite>& suites() {
    static const std::vector<media::SrtpSuite> kSuites = {media::SrtpSuite::aeadAes256Gcm,
                                                          media::SrtpSuite::aeadAes128Gcm,
                                                          media::SrtpSuite::aesCm128HmacSha1_80};
    return kSuites;
}

std::optional<CryptoAttribute> parseCrypto(std::string_view value) {
    const auto words = split(value);
    if (words.size() < 3) {
        return std::nullopt;
    }
    const auto tag = number<std::uint32_t>(words[0]);
    const auto suite = suiteFrom(words[1]);
    constexpr std::string_view kInline = "inline:";
    if (!tag || !suite || words[2].size() <= kInline.size() ||
        !equalsIgnoringCase(words[2].substr(0, kInline.size()), kInline)) {
        return std::nullopt;
    }
    for (std::size_t i = 3; i < words.size(); ++i) {
        if (words[i].substr(0, 4) != "WSH=") {  // a hint; all others change how packets look
            return std::nullopt;
        }
    }
    const auto keyText = words[2].substr(kInline.size());
    if (keyText.find(';') != std::string_view::npos ||
        keyText.find(':') != std::string_view::npos) {
        return std::nullopt;
    }
    auto key = fromBase64(keyText.substr(0, keyText.find('|')));
    if (!key || key->size() != media::keyLengthOf(*suite)) {
        return std::nullopt;
    }
    return CryptoAttribute{*tag, *suite, media::SrtpKey(std::move(*key))};
}

std::string buildCrypto(const CryptoAttribute& crypto) {
    return std::to_string(crypto.tag) + " " + std::string(media::nameOf(crypto.suite)) +
           " inline:" + toBase64(crypto.key.reveal());
}

media::SrtpKey newKey(media::SrtpSuite suite) {
    return media::SrtpKey(randomBytes(media::keyLengthOf(suite)));
}

}  // namespace mcu::sip::sdp
