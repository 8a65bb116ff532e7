// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace mcu::fakes {

/// A self-signed certificate made for one test, its own authority.
class SelfSigned {
public:
    SelfSigned() {
        std::string name = (std::filesystem::temp_directory_path() / "mcu-cert-XXXXXX").string();
        EXPECT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        const std::string command =
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext "
            "subjectAltName=IP:127.0.0.1 -keyout " +
            key() + " -out " + file() + " >/dev/null 2>&1";
        EXPECT_EQ(std::system(command.c_str()), 0);
    }

    ~SelfSigned() { std::filesystem::remove_all(folder_); }

    SelfSigned(const SelfSigned&) = delete;
    SelfSigned& operator=(const SelfSigned&) = delete;

    [[nodiscard]] std::string file() const { return folder_ + "/cert.pem"; }

    [[nodiscard]] std::string key() const { return folder_ + "/key.pem"; }

private:
    std::string folder_;
};

}  // namespace mcu::fakes
