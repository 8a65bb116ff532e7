// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/handle.h"

#include <array>

#include "base/clean_text.h"
#include "sip/sdp/text.h"

namespace mcu::sip {

namespace {

constexpr std::size_t kMaxText = 512;

}  // namespace

std::string bodyOf(const sip_t* sip) {
    if (sip == nullptr || sip->sip_payload == nullptr || sip->sip_payload->pl_data == nullptr) {
        return {};
    }
    return {sip->sip_payload->pl_data, sip->sip_payload->pl_len};
}

bool hasContentType(const sip_t* sip, const char* type) {
    if (sip == nullptr || sip->sip_content_type == nullptr ||
        sip->sip_content_type->c_type == nullptr) {
        return sip != nullptr && sdp::equalsIgnoringCase(type, "application/sdp");
    }
    return sdp::equalsIgnoringCase(sip->sip_content_type->c_type, type);
}

std::string userOf(const url_t* url) {
    if (url == nullptr || url->url_user == nullptr) {
        return {};
    }
    std::string out(url->url_user);
    if (out.size() > kMaxText) {
        out.resize(kMaxText);
    }
    std::array<char, kMaxText + 1> plain{};
    url_unescape(plain.data(), out.c_str());
    return plain.data();
}

std::string textOf(const url_t* url) {
    if (url == nullptr) {
        return {};
    }
    std::array<char, kMaxText> text{};
    const auto length = url_e(text.data(), text.size(), url);
    return length < 0 ? std::string() : std::string(text.data());
}

std::string productOf(const sip_t* sip) {
    if (sip == nullptr) {
        return {};
    }
    std::string out;
    if (sip->sip_user_agent != nullptr && sip->sip_user_agent->g_string != nullptr) {
        out = sip->sip_user_agent->g_string;
    } else if (sip->sip_server != nullptr && sip->sip_server->g_string != nullptr) {
        out = sip->sip_server->g_string;
    }
    return cleanText(std::string_view(out).substr(0, 128));
}

}  // namespace mcu::sip
